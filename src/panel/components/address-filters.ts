import { useSearchParams } from 'wouter';

/** The filters of a list live in the address, so that the way back from one of its items leads to the same list. */
export function useAddressFilters() {
  const [search, setSearch] = useSearchParams();
  /** An empty value takes its filter away. */
  const set = (change: Partial<Record<string, string | null>>) =>
    setSearch(
      (before) => {
        const after = new URLSearchParams(before);
        for (const [name, value] of Object.entries(change)) {
          if (value) after.set(name, value);
          else after.delete(name);
        }
        return after;
      },
      { replace: true },
    );
  return [search, set] as const;
}
