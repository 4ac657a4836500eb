/** The names of the levels from the top: new ones come last, and only the last one can be taken away (E19). */
import { DeleteOutlined, PlusOutlined } from '@ant-design/icons'
import { Input } from 'antd'
import { useTranslation } from 'react-i18next'
import { rules } from '@/api/rules'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import styles from './Environment.module.css'

export const MOST_LEVELS = 10

export interface LevelDraft {
  /** None: a new one. */
  id?: number
  name: string
  /** Places on it; it cannot be deleted any more. */
  nodes?: number
}

interface Props {
  value: LevelDraft[]
  onChange: (levels: LevelDraft[]) => void
  /** The server's sentences by the level's position. */
  errors?: Record<number, string>
}

export function LevelsField({ value, onChange, errors = {} }: Props) {
  const { t } = useTranslation('environment')
  const last = value.length - 1
  const whyKept = (level: LevelDraft, i: number): string | null => {
    if (i < last) return t('levels.onlyLast')
    return level.nodes ? t('levels.hasPlaces', { count: level.nodes }) : null
  }
  const rename = (at: number, name: string) =>
    onChange(value.map((level, i) => (i === at ? { ...level, name } : level)))
  return (
    <>
      <ol className={styles.levelFields}>
        {value.map((level, i) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a level is its position
          <li key={i}>
            <Input
              value={level.name}
              maxLength={rules.LevelIn.name.maxLength}
              status={errors[i] ? 'error' : undefined}
              prefix={<span className="mw-muted">{i + 1}</span>}
              aria-label={t('levels.name', { number: i + 1 })}
              placeholder={t('levels.placeholder')}
              onChange={(event) => rename(i, event.target.value)}
            />
            <ReasonButton
              type="text"
              icon={<DeleteOutlined aria-hidden />}
              aria-label={t('levels.remove', { number: i + 1 })}
              reason={whyKept(level, i)}
              onClick={() => onChange(value.slice(0, -1))}
            />
            {errors[i] && (
              <span role="alert" className={styles.fieldError}>
                {errors[i]}
              </span>
            )}
          </li>
        ))}
      </ol>
      <ReasonButton
        icon={<PlusOutlined aria-hidden />}
        reason={value.length >= MOST_LEVELS ? t('levels.most', { most: MOST_LEVELS }) : null}
        onClick={() => onChange([...value, { name: '' }])}
      >
        {t('levels.add')}
      </ReasonButton>
    </>
  )
}

/** From `levels.2` of a refusal to the sentence of the third level. */
export const levelErrors = (fields: { path: string; message: string }[]): Record<number, string> =>
  Object.fromEntries(
    fields.flatMap(({ path, message }) => {
      const number = /^levels\.(\d+)/.exec(path)?.[1]
      return number === undefined ? [] : [[Number(number), message]]
    }),
  )
