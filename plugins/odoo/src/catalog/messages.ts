/** Texts of the cards about tenants and environments. */
export const catalogMessages = {
  invalid: {
    title: 'This descriptor is not understood',
  },
} as const;
