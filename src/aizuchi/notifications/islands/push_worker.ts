/** Shows what is pushed while no page is open. It runs apart from every page and knows nobody's words. */
interface Pushed {
  title: string;
  body: string;
  url: string;
  tag: string;
}

type Waits = Event & { waitUntil: (work: Promise<unknown>) => void };
type PushEvent = Waits & { data: { json: () => Pushed } | null };
type ClickEvent = Waits & { notification: Notification };

const worker = self as unknown as EventTarget & {
  registration: ServiceWorkerRegistration;
  clients: { openWindow: (url: string) => Promise<unknown> };
  location: Location;
};

worker.addEventListener("push", (event) => {
  const { data, waitUntil } = readPush(event as PushEvent);
  if (data)
    waitUntil(worker.registration.showNotification(data.title, { body: data.body, tag: data.tag, data: data.url }));
});

worker.addEventListener("notificationclick", (event) => {
  const { notification } = event as ClickEvent;
  notification.close();
  const address = String(notification.data ?? "/");
  if (new URL(address, worker.location.origin).origin !== worker.location.origin) return;
  (event as ClickEvent).waitUntil(worker.clients.openWindow(address));
});

function readPush(event: PushEvent): { data: Pushed | undefined; waitUntil: (work: Promise<unknown>) => void } {
  return { data: event.data?.json(), waitUntil: (work) => event.waitUntil(work) };
}

export {};
