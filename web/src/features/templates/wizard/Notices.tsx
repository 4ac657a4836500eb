/** What has to be known on any step: a version that is retrained, another page that went on, what the server refuses. */
import { Alert, Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import type { Schemas } from '@/api/client'
import { type Step, stepOf } from './steps'
import type { Kept } from './useKept'
import type { Trial } from './useTrial'
import styles from './Wizard.module.css'

interface Props {
  kept: Kept
  trial: Trial
  step: Step
  go: (step: Step) => void
  version: Schemas['VersionRefOut'] | undefined
}

export function Notices({ kept, trial, step, go, version }: Props) {
  const { t } = useTranslation(['wizard', 'templates'])
  return (
    <>
      {version && (
        <Alert
          className={styles.notice}
          type="info"
          showIcon
          title={t('templates:retrains', { version: `${version.model} ${version.name}` })}
        />
      )}
      {kept.theirs && <Elsewhere kept={kept} />}
      {kept.state === 'failed' && !kept.theirs && (
        <Alert className={styles.notice} type="warning" showIcon title={kept.refusal ?? t('state.failedText')} />
      )}
      {trial.error && !trial.isBehind && <Refused error={trial.error} step={step} go={go} />}
    </>
  )
}

/** The same draft was gone on with on another page or machine. */
function Elsewhere({ kept: { takeTheirs, keepMine } }: { kept: Kept }) {
  const { t } = useTranslation('wizard')
  const buttons = (
    <Space wrap>
      <Button size="small" onClick={takeTheirs}>
        {t('elsewhere.theirs')}
      </Button>
      <Button size="small" onClick={keepMine}>
        {t('elsewhere.mine')}
      </Button>
    </Space>
  )
  return (
    <Alert
      className={styles.notice}
      type="warning"
      showIcon
      role="alert"
      title={t('elsewhere.title')}
      description={buttons}
    />
  )
}

export function Refused({ error, step, go }: { error: NonNullable<Trial['error']> } & Pick<Props, 'step' | 'go'>) {
  const { t } = useTranslation('wizard')
  const [field] = error.fields
  const place = field && stepOf(field)
  const elsewhere = place && place !== step
  return (
    <Alert
      className={styles.notice}
      type="error"
      showIcon
      role="alert"
      title={field?.message ?? error.message}
      action={
        elsewhere && (
          <Button size="small" onClick={() => go(place)}>
            {t('toStep', { name: t(`step.${place}`) })}
          </Button>
        )
      }
    />
  )
}
