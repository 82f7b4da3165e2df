import type { Knex } from 'knex';

/** A condition on the projection's environments, as knex applies it. Written by the permission rules' `toQuery`. */
export type EnvironmentQuery = (builder: Knex.QueryBuilder) => void;
