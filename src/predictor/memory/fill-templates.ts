import type { Slots, SlotName } from './text-slots.ts';

/** The sentence with its places filled; null where one cannot be. */
export function fillTemplate(template: string, slots: Slots): string | null {
  let missing = false;
  const text = template.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = slots[name as SlotName];
    if (value === null) missing = true;
    return value ?? '';
  });
  return missing ? null : text.charAt(0).toUpperCase() + text.slice(1);
}
