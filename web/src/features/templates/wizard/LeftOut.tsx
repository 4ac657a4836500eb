/** Data paths of the chosen datasets that this model does not learn from: each can be taken in again. */
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useFormat } from '@/lib/format'
import type { DataProps } from './DataStep'
import styles from './Wizard.module.css'

export function LeftOut({ content: { draft }, changeDraft, leftOut, datasets }: DataProps) {
  const { t } = useTranslation('wizard')
  const { number } = useFormat()
  if (!leftOut.length) return null
  const takeIn = (path: number) => changeDraft({ leftOut: draft.leftOut.filter((one) => one !== path) })
  return (
    <section className={styles.leftOut} aria-labelledby="wizard-left-out">
      <h3 id="wizard-left-out">{t('paths.leftOutTitle')}</h3>
      <ul>
        {leftOut.map(({ id, path, is_upload, datasetId, images }) => (
          <li key={id}>
            <span>
              {is_upload ? t('paths.uploads') : <code className={styles.path}>{path}</code>}{' '}
              <span className="mw-muted">
                {datasets?.find((one) => one.id === datasetId)?.name} · {t('paths.quantity')}: {number(images)}
              </span>
            </span>
            <Button size="small" aria-label={t('paths.takeInPath', { path })} onClick={() => takeIn(id)}>
              {t('paths.takeIn')}
            </Button>
          </li>
        ))}
      </ul>
    </section>
  )
}
