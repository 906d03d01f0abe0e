// The one WebSocket of the page. It comes back by itself: at once, then after longer and longer times, and at once again when the machine is back on line.

const SHORTEST = 250;
const LONGEST = 5000;

/**
 * Opens it, for as long as the page lives. `opened` is called each time it is open, `closed` each time it isn't any more.
 * @param {{ opened: () => void, closed: () => void, heard: (news: import("../protocol.js").News) => void }} handlers
 */
export function connect({ opened, closed, heard }) {
  /** @type {WebSocket | undefined} */
  let socket;
  let wait = SHORTEST;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;

  function open() {
    clearTimeout(timer);
    const own = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/socket`);
    socket = own;
    own.onopen = () => {
      wait = SHORTEST;
      opened();
    };
    own.onmessage = ({ data }) => heard(JSON.parse(data));
    own.onclose = () => {
      if (socket !== own) return;
      closed();
      // A little chance in it, so that a thousand pages don't come back in the same moment.
      timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
      wait = Math.min(LONGEST, wait * 2);
    };
  }

  addEventListener("online", () => {
    if (socket?.readyState !== WebSocket.OPEN) open();
  });
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && socket?.readyState === WebSocket.CLOSED) open();
  });
  open();

  return {
    /** Lost when it isn't open: whoever sends looks at the news to see what counted. @param {import("../protocol.js").Command} command */
    send(command) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(command));
    },
  };
}
