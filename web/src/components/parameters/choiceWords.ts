/** People's words for the values of a choice; where there are none the value is the word. */
import { useTranslation } from 'react-i18next'

const extensions = {
  'rotations + exposure + noise': 'rotations',
  'exposure + noise': 'exposure',
  none: 'none',
} as const
const metrics = ['accuracy', 'macro_f1', 'macro_recall', 'mean_iou', 'ap50', 'ap'] as const

/** `path`: of the parameter. */
export function useWordOf(): (path: string, option: string) => string {
  const { t } = useTranslation(['templates', 'common'])
  return (path, option) => {
    const metric = path === 'run.metric' && metrics.find((name) => name === option)
    const extension = path === 'preprocessing.extension' && extensions[option as keyof typeof extensions]
    if (metric) return t(`common:metric.${metric}`)
    return extension ? t(`extension.${extension}`) : option
  }
}
