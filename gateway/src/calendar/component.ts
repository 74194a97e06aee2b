/** A jCal property (RFC 7265 §3.4): name, parameters, type, values; dates and rules are as iCalendar writes them. */
export type PropertyLine = [name: string, params: Record<string, string>, type: string, ...values: string[]];
/** A jCal component (RFC 7265 §3.3). */
export type Component = [name: string, properties: PropertyLine[], components: Component[]];
