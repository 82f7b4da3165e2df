import { gitPathName, gitRepositoryName } from './gitNames';

describe('names in Git', () => {
  it.each([
    'https://git.example.test/platform/fleet',
    'https://git.example.test/platform/fleet.git',
    'https://GIT.example.test/platform/fleet/',
    'https://user:secret@git.example.test:443/platform/fleet',
    'ssh://git@git.example.test:22/platform/fleet.git',
    'git@git.example.test:platform/fleet.git',
  ])('knows %s', url => {
    expect(gitRepositoryName(url)).toBe('git.example.test/platform/fleet');
  });

  it.each(['/etc', '../x', 'a/../b', '', '.', ' a', 'a\nb', 'a'.repeat(513)])(
    'takes %j for no path',
    path => {
      expect(gitPathName(path)).toBeUndefined();
    },
  );
});
