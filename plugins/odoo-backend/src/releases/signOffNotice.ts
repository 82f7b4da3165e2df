/** Topic on which it is told that somebody asked for an executive's sign-off. */
export const SIGN_OFF_TOPIC = 'odoo.sign-off-request';
