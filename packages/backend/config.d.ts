export interface Config {
  auth?: {
    providers?: {
      /**
       * The choice of a demonstration person. It works on the machine that runs the portal and nowhere else: it is
       * refused when NODE_ENV is not `development`, when `backend.baseUrl` is not localhost, or when the portal listens on
       * more than the loopback interface.
       */
      people?: {
        /**
         * Made anew at each start and printed with the portal's address; at least 16 characters. Without it nobody can
         * choose a person.
         * @visibility secret
         */
        secret?: string;
        /** The people to choose from. Each must be a User of the catalog. */
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
