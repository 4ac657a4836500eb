/** Makes an ECharts instance in an element, keeps its option, size and theme right, and disposes of it. */
import type { ECharts, EChartsCoreOption } from 'echarts/core'
import { type RefObject, useEffect, useEffectEvent, useRef, useState } from 'react'
import type { ThemeName } from '@/lib/tokens'

interface Options {
  option: EChartsCoreOption
  theme: ThemeName
  group?: string
  onReady?: (chart: ECharts) => void
}

export function useChart({ option, theme, group, onReady }: Options): {
  place: RefObject<HTMLDivElement | null>
  chart: RefObject<ECharts | null>
  isReady: boolean
} {
  const place = useRef<HTMLDivElement>(null)
  const chart = useRef<ECharts>(null)
  const [made, setMade] = useState(0)
  const ready = useEffectEvent((instance: ECharts) => onReady?.(instance))

  useEffect(() => {
    const element = place.current
    if (!element) return
    let gone = false
    let observer: ResizeObserver | undefined
    import('./chartCore').then(({ createChart }) => {
      if (gone) return
      const instance = createChart(element, theme, group)
      chart.current = instance
      observer = new ResizeObserver(() => instance.resize())
      observer.observe(element)
      ready(instance)
      setMade((count) => count + 1)
    })
    return () => {
      gone = true
      observer?.disconnect()
      chart.current?.dispose()
      chart.current = null
    }
  }, [theme, group])

  // biome-ignore lint/correctness/useExhaustiveDependencies: a chart made anew needs its option again
  useEffect(() => {
    chart.current?.setOption(option, { replaceMerge: ['series', 'yAxis', 'xAxis'], lazyUpdate: true })
  }, [option, made])
  return { place, chart, isReady: made > 0 }
}
