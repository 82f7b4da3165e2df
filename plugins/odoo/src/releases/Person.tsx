import { EntityRefLink } from '@backstage/plugin-catalog-react';

/** A person or machine as an event or the gate names it: a link where it is a reference to a User, else the bare text. */
export function Person(props: { name: string }) {
  return /^user:[^\s/]+\/[^\s/]+$/i.test(props.name) ? (
    <EntityRefLink entityRef={props.name} hideIcon />
  ) : (
    <>{props.name}</>
  );
}
