/** One name for a repository, however it is written: `git@host:a/b.git` and `https://host/a/b/` are the same. */
export function repositoryName(url: string): string {
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

/** A path in a repository without what says nothing; undefined for what leads out of it, or to all of it. */
export function pathName(path: string): string | undefined {
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
