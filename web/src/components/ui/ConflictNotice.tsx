/** Somebody else changed the same thing meanwhile: what, and the choice between both. What was typed stays as it is. */
import { Alert, Button, Space } from 'antd'
import { useTranslation } from 'react-i18next'
import styles from './ConflictNotice.module.css'

/** One value that is no longer as it was when the form was opened. */
export interface Change {
  label: string
  before: string
  now: string
}

interface Props {
  changes: Change[]
  /** Save what was typed over it. */
  overwrite: () => void
  /** Forget what was typed and show what is there now. */
  discard: () => void
}

export function ConflictNotice({ changes, overwrite, discard }: Props) {
  const { t } = useTranslation()
  return (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className={styles.notice}
      title={t('conflict.title')}
      description={
        <>
          <dl className={styles.changes}>
            {changes.map(({ label, before, now }) => (
              <div key={label}>
                <dt>{label}</dt>
                <dd>
                  <del>{before || '–'}</del> → <ins>{now || '–'}</ins>
                </dd>
              </div>
            ))}
          </dl>
          <Space wrap>
            <Button size="small" onClick={overwrite}>
              {t('conflict.overwrite')}
            </Button>
            <Button size="small" onClick={discard}>
              {t('conflict.discard')}
            </Button>
          </Space>
        </>
      }
    />
  )
}
