import './filter-chips.css';

interface Props<T extends string> {
  label: string;
  value: T;
  onChange: (value: T) => void;
  options: { value: T; label: string }[];
}

/** One choice out of a few, in a row that scrolls sideways on a phone. */
export function FilterChips<T extends string>({ label, value, onChange, options }: Props<T>) {
  return (
    <fieldset className="chips" aria-label={label}>
      {options.map((option) => (
        <button
          key={option.value}
          type="button"
          className="chip"
          aria-pressed={option.value === value}
          onClick={() => onChange(option.value)}
        >
          {option.label}
        </button>
      ))}
    </fieldset>
  );
}
