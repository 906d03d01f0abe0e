// Each step stays a step: the order of what the functions do, and who throws first, is seen.
export const titles = films.filter((film) => film.year > 1990).map((film) => film.title).reduce((all, title) => `${all}, ${title}`, "");
