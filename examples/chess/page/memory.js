// What a page remembers: its seats while it is open, the name of who plays for good.

/** The token of the seat in a game; "" where there is none. @param {string} game */
export const tokenOf = (game) => sessionStorage.getItem(`seat:${game}`) ?? "";

/** @param {string} game @param {string} token */
export const keepToken = (game, token) => sessionStorage.setItem(`seat:${game}`, token);

export const ownName = () => localStorage.getItem("name") ?? "";

/** @param {string} name */
export const keepName = (name) => localStorage.setItem("name", name);
