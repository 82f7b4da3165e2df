export interface Config {
  app?: {
    /**
     * Shows on every page that what is seen is a demonstration. Default: false.
     * @visibility frontend
     */
    demonstration?: boolean;
  };
  auth?: {
    providers?: {
      /** The choice of a demonstration person; see the backend's part of this schema. Its secret never comes here. */
      people?: {
        /**
         * The people to choose from.
         * @deepVisibility frontend
         */
        users: Array<{
          /** Reference of the catalog User, for example `user:default/ada`. */
          ref: string;
          /** Name as the sign-in page shows it. */
          name: string;
          /** Role as the sign-in page shows it. */
          title: string;
          /** One sentence: what this person may do. */
          may: string;
        }>;
      };
    };
  };
}
