export const hello = async (id) => greet((await fetchUser(await id)).name, true);
export async function mail(id) {
    let tmp;
    await mailer.send((tmp = await (await fetchUser(await id)).name, console.log(tmp), tmp));
    const text = await chosen()("text");
    try {
        return (async (stage) => stage(await text))(chosen());
    }
    catch {
        return undefined;
    }
}
// Outside of an async function, and kept: a promise.
export const kept = (async (value, stage) => stage(await (await value).name))(fetchUser(1), chosen());
