/** Version of the product, as receivers of webhooks see it; a test holds it to package.json's. */
export const VERSION = '0.1.0';
