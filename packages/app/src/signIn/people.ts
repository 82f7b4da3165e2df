import { ConfigApi } from '@backstage/core-plugin-api';

/** One of the people of the demonstration, as the sign-in page shows them. */
export interface Person {
  /** Reference of the catalog User. */
  ref: string;
  name: string;
  /** Role in words. */
  title: string;
  /** One sentence: what this person may do. */
  may: string;
}

/** The people to choose from; nothing when this portal signs people in properly. */
export function readPeople(config: ConfigApi): Person[] | undefined {
  return config
    .getOptionalConfigArray('auth.providers.people.users')
    ?.map(person => ({
      ref: person.getString('ref'),
      name: person.getString('name'),
      title: person.getString('title'),
      may: person.getString('may'),
    }));
}
