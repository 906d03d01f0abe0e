// Nothing here.
export const n   =   1;
