/** ECharts' theme, made from our tokens. */
import { fontFamily, fontSize, palettes, seriesColors, type ThemeName } from './tokens'

export function chartTheme(name: ThemeName): object {
  const p = palettes[name]
  const axis = {
    axisLine: { lineStyle: { color: p.border } },
    axisTick: { lineStyle: { color: p.border } },
    axisLabel: { color: p.muted, fontSize: fontSize.small },
    nameTextStyle: { color: p.muted, fontSize: fontSize.small },
    splitLine: { lineStyle: { color: p.border, opacity: 0.6 } },
  }
  return {
    color: seriesColors,
    backgroundColor: 'transparent',
    textStyle: { fontFamily, color: p.text },
    title: { show: false },
    legend: { textStyle: { color: p.text } },
    tooltip: {
      backgroundColor: p.raised,
      borderColor: p.border,
      borderWidth: 1,
      textStyle: { color: p.text, fontSize: fontSize.small },
      axisPointer: { lineStyle: { color: p.muted }, crossStyle: { color: p.muted } },
    },
    categoryAxis: { ...axis, splitLine: { show: false } },
    valueAxis: axis,
    logAxis: axis,
    timeAxis: axis,
    dataZoom: { textStyle: { color: p.muted }, borderColor: p.border, fillerColor: `${p.brand}22` },
    visualMap: { textStyle: { color: p.muted } },
  }
}
