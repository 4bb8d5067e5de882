import { TextInput } from '@mantine/core';

interface Props {
  label: string;
  placeholder?: string;
  value: string;
  onChange: (name: string) => void;
  /** What the station said of it. */
  error: string | null;
  /** Characters at most. */
  most?: number;
}

/** What something is to be called: where a dialog begins. */
export function NameField({ onChange, most = 100, ...props }: Props) {
  return (
    <TextInput
      {...props}
      onChange={(event) => onChange(event.currentTarget.value)}
      maxLength={most}
      required
      withAsterisk={false}
      data-autofocus
    />
  );
}
