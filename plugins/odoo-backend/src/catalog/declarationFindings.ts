import { ANNOTATION_LOCATION, type Entity } from '@backstage/catalog-model';
import {
  ANNOTATION_ENVIRONMENT,
  type FindingKind,
} from '@odoo-fleet/backstage-plugin-odoo-common';
import type {
  CatalogSnapshot,
  DeclaredEnvironment,
  EntityReference,
} from './EnvironmentStore';
import type { FoundProblem } from './FindingStore';
import type { UnreadableDescriptor } from './snapshot';

/** Kinds that follow from the catalog alone. */
export const DECLARATION_FINDING_KINDS: readonly FindingKind[] = [
  'dangling-reference',
  'foreign-part',
  'name-clash',
  'unreadable-descriptor',
];

const referenceSubject = (field: string, entityRef: string) =>
  `${field}: ${entityRef}`;

/** What a finding about an owner that the catalog does not have is about. */
export const ownerSubject = (ownerRef: string) =>
  referenceSubject('spec.owner', ownerRef);

/** Entities that have to be looked up before {@link findDeclarationProblems} can judge. */
export function refsToLookUp(
  snapshot: Pick<CatalogSnapshot, 'tenants' | 'environments'>,
): string[] {
  return [
    ...new Set([
      ...snapshot.tenants.map(({ ownerRef }) => ownerRef),
      ...snapshot.environments.flatMap(environment => [
        ...environment.references.map(({ entityRef }) => entityRef),
        ...environment.derivedRefs,
        ...environment.partRefs,
      ]),
    ]),
  ];
}

/** What is wrong with declarations, held against the entities that the catalog has. */
export function findDeclarationProblems(
  snapshot: Pick<CatalogSnapshot, 'tenants' | 'environments'>,
  unreadable: readonly UnreadableDescriptor[],
  entities: ReadonlyMap<string, Entity>,
): FoundProblem[] {
  const dangling = (
    on: { entityRef: string; environmentRef?: string },
    references: readonly EntityReference[],
  ) =>
    references
      .filter(({ entityRef }) => !entities.has(entityRef))
      .map(
        ({ field, entityRef }): FoundProblem => ({
          ...on,
          kind: 'dangling-reference',
          severity: 'warning',
          subject: referenceSubject(field, entityRef),
          message: `${field} names ${entityRef}, which the catalog does not have`,
          remedy: `Register ${entityRef}, or correct ${field}`,
        }),
      );
  return [
    ...snapshot.tenants.flatMap(({ tenantRef, ownerRef }) =>
      dangling({ entityRef: tenantRef }, [
        { field: 'spec.owner', entityRef: ownerRef },
      ]),
    ),
    ...snapshot.environments.flatMap(environment => {
      const { environmentRef, references } = environment;
      return [
        ...dangling({ entityRef: environmentRef, environmentRef }, references),
        ...findNameClashes(environment, entities),
        ...findForeignParts(environment, entities),
      ];
    }),
    ...unreadable.map(
      ({ entityRef, problem }): FoundProblem => ({
        kind: 'unreadable-descriptor',
        severity: 'warning',
        entityRef,
        subject: entityRef,
        message: `The catalog has it, but it can’t be read: ${problem}`,
        remedy:
          'Correct the descriptor; until then nothing is known of it here',
      }),
    ),
  ];
}

/** The catalog keeps whoever came first, so a name that somebody else has means that a part of the environment is missing. */
function findNameClashes(
  { environmentRef, location, derivedRefs }: DeclaredEnvironment,
  entities: ReadonlyMap<string, Entity>,
): FoundProblem[] {
  return derivedRefs.flatMap(ref => {
    const annotations = entities.get(ref)?.metadata.annotations;
    const isOwn =
      !entities.has(ref) ||
      (annotations?.[ANNOTATION_ENVIRONMENT] === environmentRef &&
        annotations[ANNOTATION_LOCATION] === location);
    return isOwn
      ? []
      : {
          kind: 'name-clash' as const,
          severity: 'warning' as const,
          entityRef: environmentRef,
          environmentRef,
          subject: ref,
          message: `${ref} would follow from this environment, but the catalog has another entity of that name`,
          remedy:
            'Rename that entity, or name it as the component of the service',
        };
  });
}

/** Anybody may write the annotation that joins an entity to an environment; the environment's own folder is the other side. */
function findForeignParts(
  { environmentRef, location, references, partRefs }: DeclaredEnvironment,
  entities: ReadonlyMap<string, Entity>,
): FoundProblem[] {
  const named = new Set(references.map(({ entityRef }) => entityRef));
  return partRefs.flatMap(ref => {
    const annotations = entities.get(ref)?.metadata.annotations;
    const isOwn =
      annotations === undefined ||
      named.has(ref) ||
      folderOf(annotations[ANNOTATION_LOCATION]) === folderOf(location);
    return isOwn
      ? []
      : {
          kind: 'foreign-part' as const,
          severity: 'warning' as const,
          entityRef: environmentRef,
          environmentRef,
          subject: ref,
          message: `${ref} says that it is a part of this environment, but comes from elsewhere, and the environment does not name it`,
          remedy: `Name it as the component of a service, or have ${ANNOTATION_ENVIRONMENT} taken out of it`,
        };
  });
}

function folderOf(location: string | undefined): string | undefined {
  return location?.slice(0, location.lastIndexOf('/') + 1);
}
