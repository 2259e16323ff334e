/** What the services bill in. */
export const CURRENCIES: readonly string[] = ['CNY', 'USD', 'EUR'];
