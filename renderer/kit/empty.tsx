import './notice.css';

/** A list without rows says so, and what would fill it. */
export function Empty({ text }: { text: string }) {
  return <div className="notice dim">{text}</div>;
}
