import { kubernetesInstantSchema } from '@odoo-fleet/backstage-plugin-odoo-node';
import { z } from 'zod';

const clusterNames = z.array(z.string().min(1).max(253)).max(100).default([]);

/** `settings` of a source with the adapter `git-configuration`. */
export const settingsSchema = z
  .object({
    /** As Argo CD or Flux have it: `https://git.example/platform/fleet`. */
    repository: z.string().min(1).max(2048),
    /** The tree at the branch that counts, as the portal's URL reader takes it: `https://git.example/platform/fleet/tree/main`. */
    tree: z.url({ protocol: /^https?$/, error: 'write an http(s) URL' }),
    /** Kubernetes clusters in which Argo CD keeps its Applications. */
    argocd: clusterNames,
    /** Kubernetes clusters in which Flux keeps its Kustomizations. */
    flux: clusterNames,
    /** For the whole tree. */
    timeoutSeconds: z.number().positive().max(300).default(50),
  })
  .strict();

export type Settings = z.output<typeof settingsSchema>;

/** `GET /repos/{owner}/{repo}/commits` of GitHub's REST API. */
export const githubCommitsSchema = z.array(
  z.object({
    commit: z.object({ committer: z.object({ date: z.string() }) }),
  }),
);

/** `GET /projects/{id}/repository/commits` of GitLab's REST API. */
export const gitlabCommitsSchema = z.array(
  z.object({ committed_date: z.string() }),
);

const sourceSchema = z.object({
  repoURL: z.string().optional(),
  path: z.string().optional(),
});

/** `Application` of argoproj.io/v1alpha1: parameters in it are not looked at. */
export const applicationSchema = z.object({
  spec: z.object({
    source: sourceSchema.nullish(),
    sources: z.array(sourceSchema).nullish(),
  }),
  status: z
    .object({
      reconciledAt: kubernetesInstantSchema,
      sync: z
        .object({
          status: z.string().optional(),
          revision: z.string().optional(),
        })
        .nullish(),
      operationState: z.object({ phase: z.string().optional() }).nullish(),
    })
    .optional(),
});

/** `Kustomization` of kustomize.toolkit.fluxcd.io/v1. */
export const kustomizationSchema = z.object({
  spec: z.object({
    path: z.string().optional(),
    suspend: z.boolean().nullish(),
    sourceRef: z.object({
      kind: z.string(),
      name: z.string(),
      namespace: z.string().optional(),
    }),
  }),
  status: z
    .object({
      lastAppliedRevision: z.string().optional(),
      conditions: z
        .array(z.object({ type: z.string(), status: z.string() }))
        .nullish(),
    })
    .optional(),
});

/** `GitRepository` of source.toolkit.fluxcd.io/v1. */
export const gitRepositorySchema = z.object({
  spec: z.object({ url: z.string() }),
});
