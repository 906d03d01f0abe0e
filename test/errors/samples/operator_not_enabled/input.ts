const trim = (text: string) => text.trim();

export const a = " a " |> trim;
export const b = " b " |> trim |> String;
