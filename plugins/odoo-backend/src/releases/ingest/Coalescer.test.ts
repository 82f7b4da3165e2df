import { Coalescer } from './Coalescer';

interface Item {
  name: string;
  keys: string[];
}

const item = (name: string, ...keys: string[]): Item => ({ name, keys });

/** Groups that stay in hand until they are let go. */
function createGroups(sideBySide: number, leastBeside?: number) {
  const inHand: { names: string; done(error?: Error): void }[] = [];
  const coalescer = new Coalescer<Item, string>({
    weigh: () => 1,
    maxWeight: 2,
    sideBySide,
    leastBeside,
    keysOf: ({ keys }) => keys,
    run: items =>
      new Promise((resolve, reject) => {
        const names = items.map(({ name }) => name);
        inHand.push({
          names: names.join(),
          done: error => (error ? reject(error) : resolve(names)),
        });
      }),
  });
  const settle = async () => {
    for (let turn = 0; turn < 5; turn++) {
      await new Promise(setImmediate);
    }
  };
  return {
    submit: (one: Item) => coalescer.submit(one),
    /** The groups in hand, each by the names of its items. */
    async groups() {
      await settle();
      return inHand.map(({ names }) => names);
    },
    finish: (names: string, error?: Error) =>
      inHand
        .splice(
          inHand.findIndex(group => group.names === names),
          1,
        )[0]
        .done(error),
  };
}

describe('Coalescer', () => {
  it('gathers the next group while one is in hand, up to its weight', async () => {
    const { submit, groups, finish } = createGroups(1);
    const first = submit(item('a'));
    expect(await groups()).toEqual(['a']);
    const later = ['b', 'c', 'd'].map(name => submit(item(name)));
    expect(await groups()).toEqual(['a']);
    finish('a');
    expect(await groups()).toEqual(['b,c']);
    finish('b,c');
    expect(await groups()).toEqual(['d']);
    finish('d');
    await expect(Promise.all([first, ...later])).resolves.toEqual([
      'a',
      'b',
      'c',
      'd',
    ]);
  });

  it('handles groups side by side that have no key in common, and lets nobody be overtaken by one who wants the same', async () => {
    const { submit, groups, finish } = createGroups(2);
    submit(item('a', 'acme'));
    expect(await groups()).toEqual(['a']);
    submit(item('both', 'acme', 'bora'));
    submit(item('b', 'bora'));
    submit(item('c', 'cora'));
    expect(await groups()).toEqual(['a', 'c']);
    finish('c');
    expect(await groups()).toEqual(['a']);
    finish('a');
    expect(await groups()).toEqual(['both,b']);
  });

  it('begins no small group beside another, and none waits once that has ended', async () => {
    const { submit, groups, finish } = createGroups(2, 2);
    submit(item('a'));
    expect(await groups()).toEqual(['a']);
    submit(item('b'));
    expect(await groups()).toEqual(['a']);
    submit(item('c'));
    expect(await groups()).toEqual(['a', 'b,c']);
    submit(item('d'));
    finish('a');
    expect(await groups()).toEqual(['b,c']);
    finish('b,c');
    expect(await groups()).toEqual(['d']);
  });

  it('handles the items of a group that failed one by one, and keeps their keys meanwhile', async () => {
    const { submit, groups, finish } = createGroups(2);
    submit(item('a', 'acme'));
    const refused = submit(item('b', 'bora'));
    expect(await groups()).toEqual(['a,b']);
    finish('a,b', new Error('one of them'));
    submit(item('later', 'bora'));
    expect(await groups()).toEqual(['a']);
    finish('a');
    expect(await groups()).toEqual(['b']);
    finish('b', new Error('this one'));
    await expect(refused).rejects.toThrow('this one');
    expect(await groups()).toEqual(['later']);
  });
});
