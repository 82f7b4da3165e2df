/**
 * One name for a Git repository, `host/path`, however it is written: `git@host:a/b.git`, `https://host/a/b/` and `ssh://git@host:22/a/b`
 * are the same. What is no address of a repository is given back as it is.
 *
 * @public
 */
export function gitRepositoryName(url: string): string {
  const [, host, path] =
    /^(?:[a-z+]+:\/\/)?(?:[^@/]*@)?([^:/]+)(?::\d+(?=\/))?[:/](.+)$/i.exec(
      url,
    ) ?? [];
  return host === undefined
    ? url
    : `${host.toLowerCase()}/${path
        .replace(/\/+$/, '')
        .replace(/\.git$/, '')
        .replace(/^\/+/, '')}`;
}

/**
 * A path in a repository without what says nothing (`./a//b/` is `a/b`); undefined for what leads out of it, or to all of it.
 *
 * @public
 */
export function gitPathName(path: string): string | undefined {
  const parts = path.split('/').filter(part => part !== '' && part !== '.');
  const name = parts.join('/');
  return name === '' ||
    path.startsWith('/') ||
    path.length > 512 ||
    parts.includes('..') ||
    path.trim() !== path ||
    // eslint-disable-next-line no-control-regex -- control characters are what it looks for
    /[\u0000-\u001f\u007f]/.test(path)
    ? undefined
    : name;
}
