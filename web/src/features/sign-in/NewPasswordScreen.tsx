/** Who came with a password that somebody else chose sets their own before anything else (E16). */
import { useNavigate } from '@tanstack/react-router'
import { Button } from 'antd'
import { useTranslation } from 'react-i18next'
import { useSession } from '@/api/session'
import { notify } from '@/lib/notify'
import { useSearchState } from '@/lib/useUrlState'
import { Gate } from './Gate'
import styles from './Gate.module.css'
import { NewPasswordForm } from './NewPasswordForm'
import { useSignOut } from './queries'
import { screenAfter } from './screenAfter'

export function NewPasswordScreen() {
  const { t } = useTranslation(['sign-in', 'common'])
  const navigate = useNavigate()
  const [{ next }] = useSearchState()
  const signOut = useSignOut()
  const name = useSession().data?.account?.username
  const done = () => {
    notify.success(t('passwordSet'))
    navigate({ to: screenAfter(next) as never, replace: true })
  }
  const leave = () => signOut.mutate({}, { onSuccess: () => navigate({ to: '/sign-in' as never, replace: true }) })
  return (
    <Gate title={t('ownPassword')} text={t('ownPasswordText', { name })}>
      <NewPasswordForm onDone={done} />
      <Button type="text" block className={styles.later} onClick={leave}>
        {t('common:frame.signOut')}
      </Button>
    </Gate>
  )
}
