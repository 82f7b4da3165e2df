import type { LabObject } from './ClusterContents';

/** A selector that the API server would refuse; its message is what that would say. */
export class BadSelector extends Error {}

type Matches = (object: LabObject) => boolean;

const KEY =
  /^([a-z0-9.-]{1,253}\/)?[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?$/;
const VALUE = /^([A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?)?$/;

function checked(text: string, pattern: RegExp): string {
  if (!pattern.test(text)) {
    throw new BadSelector(`unable to parse requirement: ${text}`);
  }
  return text;
}

function labelRequirement(text: string): Matches {
  const set = /^(\S+)\s+(in|notin)\s+\(([^()]*)\)$/.exec(text);
  if (set) {
    const key = checked(set[1], KEY);
    const values = set[3].split(',').map(v => checked(v.trim(), VALUE));
    const wanted = set[2] === 'in';
    return ({ metadata }) => {
      const value = metadata.labels?.[key];
      return value === undefined ? !wanted : values.includes(value) === wanted;
    };
  }
  const equality = /^([^=!\s]+)\s*(==|=|!=)\s*(.*)$/.exec(text);
  if (equality) {
    const key = checked(equality[1], KEY);
    const value = checked(equality[3], VALUE);
    const wanted = equality[2] !== '!=';
    return ({ metadata }) => (metadata.labels?.[key] === value) === wanted;
  }
  const absent = text.startsWith('!');
  const key = checked(text.replace(/^!\s*/, ''), KEY);
  return ({ metadata }) => (metadata.labels?.[key] === undefined) === absent;
}

/** Label selector of the Kubernetes API: equality, inequality, sets and presence, joined by commas. */
export function labelSelector(text: string): Matches {
  const requirements = (text.match(/(\([^)]*\)|[^,(])+/g) ?? [])
    .map(part => part.trim().replace(/\bin\(/, 'in ('))
    .filter(part => part !== '')
    .map(labelRequirement);
  return object => requirements.every(matches => matches(object));
}

/** Fields that can be selected by, of any object and of single kinds; an API server refuses all others. */
const FIELDS: Record<string, (object: LabObject) => unknown> = {
  'metadata.name': ({ metadata }) => metadata.name,
  'metadata.namespace': ({ metadata }) => metadata.namespace ?? '',
  'status.phase': ({ status }) => status?.phase ?? '',
};
const KINDS_WITH_PHASE = ['Pod', 'Namespace'];

/** Field selector of the Kubernetes API, for objects of one kind. */
export function fieldSelector(text: string, kind: string): Matches {
  const requirements = text
    .split(',')
    .filter(part => part.trim() !== '')
    .map((part): Matches => {
      const [, field, operator, value] =
        /^\s*([^=!\s]+)\s*(==|=|!=)\s*(.*?)\s*$/.exec(part) ?? [];
      const read =
        field === 'status.phase' && !KINDS_WITH_PHASE.includes(kind)
          ? undefined
          : FIELDS[field];
      if (!read) {
        throw new BadSelector(`field label not supported: ${field ?? part}`);
      }
      const wanted = operator !== '!=';
      return object => (read(object) === value) === wanted;
    });
  return object => requirements.every(matches => matches(object));
}
