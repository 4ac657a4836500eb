/** What a series is called: loss, learning rate, or a number with the set that it was measured on. */
import { useTranslation } from 'react-i18next'
import { metrics } from '@/lib/tasks'

export function useSeriesName(): (series: string) => string {
  const { t } = useTranslation(['comparison', 'common'])
  return (series) => {
    if (series === 'loss') return t('trainingLoss')
    if (series === 'learning_rate') return t('learningRate')
    const [part = '', name = ''] = series.split('.')
    const metric = metrics.find((known) => known === name)
    const word = name === 'loss' ? t('loss') : metric ? t(`common:metric.${metric}`) : name
    return part === 'validation' || part === 'test' ? `${word} · ${t(`set.${part}`)}` : word
  }
}
