import { safeHref } from './links';

/* eslint-disable no-script-url -- addresses that must never become links, so they have to be written here */
it.each([
  ['https://git.example/c/1', 'https://git.example/c/1'],
  ['http://ci.example', 'http://ci.example'],
  ['javascript:alert(1)', undefined],
  [' JaVaScRiPt:alert(1)', undefined],
  ['data:text/html,x', undefined],
  ['/relative', undefined],
  ['', undefined],
  [undefined, undefined],
])('lets %j through as %j', (url, expected) => {
  expect(safeHref(url)).toBe(expected);
});
