/** How numbers are said: each convention is one named option. */
export interface Style {
  /** 1.000: “một nghìn” or “một ngàn”. */
  thousand: 'nghìn' | 'ngàn';
  /** 105: “một trăm linh năm” or “một trăm lẻ năm”. */
  zeroTens: 'linh' | 'lẻ';
  /** 1.005 and 2025 with “không trăm” inside: “một nghìn không trăm linh năm”. */
  zeroHundreds: boolean;
  /** 7h30: “bảy giờ ba mươi” (as written) or always “… ba mươi phút”. */
  minutes: 'written' | 'always';
  /** 35.000 đồng/kg, 2 lần/ngày: “đồng một ki lô gam” or “đồng trên ki lô gam”. */
  per: 'một' | 'trên';
  /** thứ 1, thứ 4: “thứ nhất, thứ tư”, or the plain numbers “thứ một, thứ bốn”. */
  ordinals: 'traditional' | 'plain';
}

/** The two presets; `broadcast` is how a commune announcer reads. */
export const PRESETS = {
  broadcast: {
    thousand: 'nghìn',
    zeroTens: 'linh',
    zeroHundreds: true,
    minutes: 'written',
    per: 'một',
    ordinals: 'traditional',
  },
  compact: {
    thousand: 'nghìn',
    zeroTens: 'linh',
    zeroHundreds: false,
    minutes: 'always',
    per: 'trên',
    ordinals: 'traditional',
  },
} as const satisfies Record<string, Style>;

export type PresetName = keyof typeof PRESETS;
