import { MultiSelect, NumberInput, Select, Switch, TagsInput, TextInput } from '@mantine/core';

/** Fields of the policy, each for one kind of value. They show what is in force and say what shall be. */
export interface FieldProps<Value> {
  label: string;
  value: Value;
  put(value: Value): void;
}

const MINUTE_S = 60;

/** Seconds, shown in minutes. */
export function Minutes({ label, value, put }: FieldProps<number>) {
  return (
    <NumberInput
      size="sm"
      label={label}
      min={0}
      decimalScale={2}
      value={value / MINUTE_S}
      onChange={(minutes) => minutes !== '' && put(Math.round(Number(minutes) * MINUTE_S))}
    />
  );
}

export function Whole({ label, value, put }: FieldProps<number>) {
  return (
    <NumberInput
      size="sm"
      label={label}
      min={0}
      allowDecimal={false}
      value={value}
      onChange={(number) => number !== '' && put(Number(number))}
    />
  );
}

/** A share, shown in hundredths; empty: null, which has a meaning of its own. */
export function Percent({ label, value, put, empty }: FieldProps<number | null> & { empty: string }) {
  return (
    <NumberInput
      size="sm"
      label={label}
      placeholder={empty}
      min={0}
      max={100}
      value={value === null ? '' : value * 100}
      onChange={(percent) => put(percent === '' ? null : Number(percent) / 100)}
    />
  );
}

export function Words({ label, value, put }: FieldProps<string>) {
  return (
    <TextInput size="sm" label={label} value={value} onChange={(event) => put(event.currentTarget.value)} />
  );
}

export function OnOff({ label, value, put }: FieldProps<boolean>) {
  return <Switch label={label} checked={value} onChange={(event) => put(event.currentTarget.checked)} />;
}

interface ChoiceProps extends FieldProps<string> {
  choices: { value: string; label: string }[];
}

export function Choice({ label, value, put, choices }: ChoiceProps) {
  return (
    <Select
      size="sm"
      label={label}
      allowDeselect={false}
      value={value}
      data={choices}
      onChange={(chosen) => chosen !== null && put(chosen)}
    />
  );
}

interface ChoicesProps extends FieldProps<string[]> {
  choices: { value: string; label: string }[];
}

export function Choices({ label, value, put, choices }: ChoicesProps) {
  return <MultiSelect size="sm" label={label} value={value} data={choices} onChange={put} />;
}

/** Several times in seconds, shown in minutes. */
export function ManyMinutes({ label, value, put }: FieldProps<number[]>) {
  return (
    <TagsInput
      size="sm"
      label={label}
      value={value.map((seconds) => String(seconds / MINUTE_S))}
      onChange={(minutes) =>
        put(
          minutes
            .map((one) => Math.round(Number(one.replace(',', '.')) * MINUTE_S))
            .filter((seconds) => seconds > 0),
        )
      }
    />
  );
}
