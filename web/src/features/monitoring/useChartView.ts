/** How the person looks at the chart: axis, scale, smoothing and zoom; all but the zoom live in the address. */
import type { ECharts } from 'echarts/core'
import { useCallback, useState } from 'react'
import { SMOOTHING } from '@/lib/smoothing'
import { useSearchState } from '@/lib/useUrlState'
import type { Curve } from './chartOption'
import type { Stretch } from './queries'

export type Axis = 'iteration' | 'epoch'

export interface ViewState {
  axis: Axis
  /** The person's choice; empty: each network's own. */
  metric: string
  isLogLoss: boolean
  smoothing: number
  hidden: Curve[]
}

export function useChartView(): [ViewState, (changes: Partial<ViewState>) => void] {
  const [search, change] = useSearchState()
  const view: ViewState = {
    axis: search.x === 'epoch' ? 'epoch' : 'iteration',
    metric: search.metric ?? '',
    isLogLoss: search.loss === 'log',
    smoothing: Number(search.smooth ?? SMOOTHING),
    hidden: (search.hide?.split(',') ?? []) as Curve[],
  }
  const set = (changes: Partial<ViewState>) => {
    const { axis, metric, isLogLoss, smoothing, hidden } = { ...view, ...changes }
    change({
      x: axis === 'iteration' ? '' : axis,
      metric,
      loss: isLogLoss ? 'log' : '',
      smooth: smoothing === SMOOTHING ? '' : String(smoothing),
      hide: hidden.join(','),
    })
  }
  return [view, set]
}

interface ZoomRange {
  start?: number
  end?: number
  startValue?: number
  endValue?: number
}

/** The zoom on the x axis, as ECharts reports it; a zoom that touches the end goes on following it. */
export function useZoom() {
  const [zoom, setZoom] = useState<Stretch | null>(null)
  const reset = useCallback(() => setZoom(null), [])
  const onReady = useCallback((chart: ECharts) => {
    chart.on('datazoom', () => {
      const range = (chart.getOption().dataZoom as ZoomRange[])[0]
      setZoom(range ? zoomOf(range) : null)
    })
    chart.getZr().on('dblclick', () => setZoom(null))
  }, [])
  return { zoom, reset, onReady }
}

export function zoomOf({ start = 0, end = 100, startValue = 0, endValue }: ZoomRange): Stretch | null {
  const reachesEnd = end > 99.5
  if (start < 0.5 && reachesEnd) return null
  return reachesEnd ? { first: startValue } : { first: startValue, last: endValue }
}
