// A phone that joined a room and now looks around has the bar that leads back.
try {
  // A browser that keeps nothing raises an error instead.
  if (sessionStorage["carepath.room"]) document.head.append(Object.assign(document.createElement("script"), { src: "/room.js" }));
} catch {}
