/** Said before the second reading. */
export const again = 'Xin nhắc lại.';
