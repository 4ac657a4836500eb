/** What is still missing before the first training, in order (E3): a card for administrators until they put it away. */
import { CheckCircleFilled, CloseOutlined, RightOutlined } from '@ant-design/icons'
import { Link } from '@tanstack/react-router'
import { Button, Progress, Tooltip } from 'antd'
import { useTranslation } from 'react-i18next'
import { Num } from '@/components/ui/Formatted'
import type guide from '@/i18n/en/guide.json'
import styles from './Guide.module.css'
import { type Step, useBringBackGuide, useDismissGuide, useGuide } from './queries'

type Key = keyof typeof guide.step

/** Where each step is done. */
const PLACES: Record<Key, string> = {
  password: '/account',
  people: '/admin/users',
  industry: '/admin/environment',
  environment: '/admin/environment',
  task_types: '/admin/task-types',
  compute_profiles: '/admin/compute-profiles',
  machine: '/admin/machines',
  project: '/projects',
  dataset: '/projects',
  model: '/projects',
}
/** The first model is begun in the wizard, where the data is. */
const placeOf = ({ key, project_id }: Step & { key: Key }): string =>
  key === 'model' && project_id !== null ? `/projects/${project_id}/models/new` : PLACES[key]

const isKnown = (step: Step): step is Step & { key: Key } => step.key in PLACES

export function GuideCard() {
  const { t } = useTranslation('guide')
  const { data } = useGuide()
  const dismiss = useDismissGuide()
  const bringBack = useBringBackGuide()
  if (!data) return null
  const steps = data.steps.filter(isKnown)
  const needed = steps.filter(({ optional }) => !optional)
  const done = needed.filter((step) => step.done).length
  if (data.dismissed)
    return done === needed.length ? null : (
      <Button type="link" size="small" className={styles.back} onClick={() => bringBack.mutate({})}>
        {t('show')}
      </Button>
    )
  const next = steps.find((step) => !step.done && !step.optional)
  return (
    <section className={`mw-card ${styles.card}`} aria-label={t('title')}>
      <header className={styles.head}>
        <div>
          <h2>{t('title')}</h2>
          <p className="mw-muted">{done === needed.length ? t('ready') : t('text')}</p>
        </div>
        <Progress
          className={styles.progress}
          percent={(done / needed.length) * 100}
          format={() => t('of', { done, all: needed.length })}
        />
        <Tooltip title={t('dismiss')}>
          <Button
            type="text"
            icon={<CloseOutlined aria-hidden />}
            aria-label={t('dismiss')}
            onClick={() => dismiss.mutate({})}
          />
        </Tooltip>
      </header>
      <ol className={styles.steps}>
        {steps.map((step) => (
          <StepLine key={step.key} step={step} isNext={step === next} />
        ))}
      </ol>
    </section>
  )
}

function StepLine({ step, isNext }: { step: Step & { key: Key }; isNext: boolean }) {
  const { t } = useTranslation('guide')
  const { key, done, count, optional } = step
  return (
    <li data-done={done} data-next={isNext} aria-current={isNext ? 'step' : undefined}>
      <Link to={placeOf(step) as never}>
        <span className={styles.mark} aria-hidden="true">
          {done ? <CheckCircleFilled /> : isNext ? <RightOutlined /> : null}
        </span>
        <span className={styles.words}>
          <b>{t(`step.${key}.title`)}</b>
          {optional && !done && <span className="mw-muted"> {t('optional')}</span>}
          <span className="mw-sr-only">{done ? t('done') : t('missing')}</span>
          {!done && <span className={styles.why}>{t(`step.${key}.why`)}</span>}
        </span>
        {key !== 'password' && count > 0 && (
          <span className="mw-muted">
            <Num value={count} />
          </span>
        )}
      </Link>
    </li>
  )
}
