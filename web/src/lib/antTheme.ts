/** Ant Design's theme, made from our tokens. */
import { theme as ant, type ThemeConfig } from 'antd'
import {
  fontFamily,
  fontSize,
  fontWeight,
  motionMs,
  type Palette,
  palettes,
  radius,
  rowHeight,
  type ThemeName,
} from './tokens'

export function antTheme(name: ThemeName, reducedMotion: boolean): ThemeConfig {
  const p = palettes[name]
  const selected = mixed(p.surface, p.brand, name === 'dark' ? 0.14 : 0.06) // so light that all colours of words can be read on it
  const base = name === 'dark' ? ant.darkAlgorithm : ant.defaultAlgorithm
  return {
    zeroRuntime: true,
    algorithm: [base, (_seed, map) => ({ ...ant.defaultAlgorithm(_seed), ...map, ...exactColors(name) })],
    token: {
      colorPrimary: p.brand,
      colorInfo: p.teal,
      colorSuccess: p.green,
      colorWarning: p.amber,
      colorError: p.red,
      colorBgBase: p.background,
      colorTextBase: p.text,
      controlItemBgActive: selected,
      controlItemBgActiveHover: selected,
      borderRadius: radius,
      fontFamily,
      fontSize: fontSize.body,
      fontWeightStrong: fontWeight.strong,
      motion: !reducedMotion,
      motionUnit: motionMs / 1800,
      wireframe: false,
    },
    components: {
      Button: { primaryColor: p.onBrand, primaryShadow: 'none', defaultShadow: 'none', dangerShadow: 'none' },
      Table: {
        fontSize: fontSize.table,
        cellPaddingBlock: (rowHeight.normal - 22) / 2,
        cellPaddingBlockMD: (rowHeight.normal - 22) / 2,
        cellPaddingInlineMD: 12,
        cellPaddingBlockSM: (rowHeight.compact - 22) / 2,
        headerBg: p.surface,
        headerColor: p.muted,
        headerSplitColor: 'transparent',
        headerSortActiveBg: p.surface,
        headerSortHoverBg: p.background,
        bodySortBg: 'transparent',
        rowHoverBg: p.background,
        rowSelectedBg: selected,
        rowSelectedHoverBg: selected,
      },
      Tooltip: { colorBgSpotlight: name === 'dark' ? '#3a3936' : '#2c2b28' },
      Segmented: { trackBg: p.imageGround, itemSelectedBg: name === 'dark' ? p.border : p.surface },
      Slider: {
        trackBg: p.brand,
        trackHoverBg: p.brand,
        handleColor: p.brand,
        handleActiveColor: p.brand,
        railBg: p.border,
      },
      Tag: { defaultBg: p.imageGround, defaultColor: p.text },
      Tabs: { horizontalItemPadding: '8px 0', horizontalMargin: '0 0 16px 0' },
      Form: { itemMarginBottom: 20, verticalLabelPadding: '0 0 4px' },
    },
  }
}

/** Ant's algorithms mix colours; these are the ones that must come out as designed. */
function exactColors(name: ThemeName) {
  const p = palettes[name]
  return {
    colorPrimary: p.brand,
    colorLink: p.brand,
    colorBgLayout: p.background,
    colorBgContainer: p.surface,
    colorBgElevated: p.raised,
    colorBorder: p.border,
    colorBorderSecondary: p.border,
    colorText: p.text,
    colorTextSecondary: p.muted,
    colorTextTertiary: p.muted,
    colorTextDescription: p.muted,
    colorError: p.red,
    colorSuccess: p.green,
    colorWarning: p.amber,
    ...grounds('Success', p.green, p),
    ...grounds('Warning', p.amber, p),
    ...grounds('Error', p.red, p),
    ...grounds('Info', p.teal, p),
  }
}

/** What an alert stands on: a breath of its colour. */
const grounds = (kind: string, color: string, { surface }: Palette) => ({
  [`color${kind}Bg`]: mixed(surface, color, 0.09),
  [`color${kind}Border`]: mixed(surface, color, 0.4),
})

/** `share` of the second colour in the first; both as #rrggbb. */
function mixed(first: string, second: string, share: number): string {
  const part = (color: string, at: number) => Number.parseInt(color.slice(at, at + 2), 16)
  const blend = [1, 3, 5].map((at) => Math.round(part(first, at) * (1 - share) + part(second, at) * share))
  return `#${blend.map((value) => value.toString(16).padStart(2, '0')).join('')}`
}
