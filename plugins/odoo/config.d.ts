export interface Config {
  odoo?: {
    /** Where the portal's links lead to outside. */
    links?: {
      /**
       * Address of an Argo CD application. `{name}`, `{namespace}` (of the application) and `{cluster}` (of the environment)
       * are filled in, e.g. `https://argocd.example.com/applications/{name}`. Without it, applications are shown by name.
       * @visibility frontend
       */
      argocd?: string;
      /**
       * Address of a Flux kustomization, with the same places to fill.
       * @visibility frontend
       */
      flux?: string;
    };
  };
}
