import { pipe } from "tincture";

declare const React: { createElement(...args: unknown[]): unknown };
declare const title: (text: string) => string;
declare const props: () => { readonly name: string };

export const Page = ({ name }: { readonly name: string }) => (
  <section title={pipe(name, title)} {...pipe(props(), Object.freeze)}>
    {pipe(name, title, (text) => <b>{text}</b>)}
    {pipe(props(), (p) => p.name + p.name)}
  </section>
);
