export interface Shape { readonly sides: number }
export default interface Point { x: number; y: number }
