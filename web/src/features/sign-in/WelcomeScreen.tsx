/** The end of a one-time link: signs in, then asks for a password. */
import { useNavigate } from '@tanstack/react-router'
import { Alert, Button, Spin } from 'antd'
import { useEffect, useRef } from 'react'
import { useTranslation } from 'react-i18next'
import { messageOf } from '@/api/errors'
import { notify } from '@/lib/notify'
import { Gate } from './Gate'
import styles from './Gate.module.css'
import { NewPasswordForm } from './NewPasswordForm'
import { useSignInOnce } from './queries'

/** Behind the `#`, which browsers do not send: no log ever holds the token. */
const tokenOf = (hash: string): string => new URLSearchParams(hash.replace(/^#/, '')).get('token') ?? ''

export function WelcomeScreen() {
  const { t } = useTranslation('sign-in')
  const navigate = useNavigate()
  const { mutate, data, error } = useSignInOnce()
  const isAsked = useRef(false)
  const enter = () => navigate({ to: '/projects' as never, replace: true })
  useEffect(() => {
    if (isAsked.current) return // a token works once, and React mounts twice while developing
    isAsked.current = true
    mutate(tokenOf(window.location.hash))
  }, [mutate])
  if (error) return <BrokenLink message={messageOf(error)} />
  if (!data) return <Gate title={t('welcome')}>{<Spin aria-label={t('welcome')} />}</Gate>
  return (
    <Gate title={t('welcome')} text={t('choosePassword', { name: data.account?.username })}>
      <NewPasswordForm
        onDone={() => {
          notify.success(t('passwordSet'))
          enter()
        }}
      />
    </Gate>
  )
}

function BrokenLink({ message }: { message: string }) {
  const { t } = useTranslation('sign-in')
  const navigate = useNavigate()
  return (
    <Gate title={t('linkBroken')}>
      <Alert type="error" showIcon role="alert" className={styles.alert} title={message} />
      <Button block onClick={() => navigate({ to: '/sign-in' as never })}>
        {t('title')}
      </Button>
    </Gate>
  )
}
