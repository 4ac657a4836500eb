/** A secret that the server tells once only: readable, selectable, with a button that copies it. */
import { CheckOutlined, CopyOutlined } from '@ant-design/icons'
import { Alert, Button, Input, Space } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { copy } from '@/lib/clipboard'
import styles from './SecretOnce.module.css'

interface Props {
  /** What it is: `New password of anna`. */
  label: string
  secret: string
}

export function SecretOnce({ label, secret }: Props) {
  const { t } = useTranslation()
  const [result, setResult] = useState<'copied' | 'refused'>()
  const take = async () => setResult((await copy(secret)) ? 'copied' : 'refused')
  return (
    <div className={styles.secret}>
      <Alert type="warning" showIcon title={t('secret.once')} />
      <Space.Compact block>
        <Input
          readOnly
          aria-label={label}
          className={styles.field}
          value={secret}
          onFocus={(event) => event.target.select()}
          translate="no"
        />
        <Button
          icon={result === 'copied' ? <CheckOutlined aria-hidden /> : <CopyOutlined aria-hidden />}
          onClick={take}
          autoFocus
        >
          {result === 'copied' ? t('secret.copied') : t('secret.copy')}
        </Button>
      </Space.Compact>
      <span role="status" className={result === 'refused' ? undefined : 'mw-sr-only'}>
        {result && t(`secret.${result}`)}
      </span>
    </div>
  )
}
