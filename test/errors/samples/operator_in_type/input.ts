interface Film { title: string }

export type Partly = Film |> Partial;
