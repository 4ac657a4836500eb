/** Chooses another role, whose cells are then shown where they differ. The choice is in the address. */
import { Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { useRoleName } from '@/components/ui/useRightName'
import { useUrlState } from '@/lib/useUrlState'
import type { Cells } from './cells'
import { type Role, useRoles } from './queries'
import styles from './Roles.module.css'

export function Compare({ role }: { role?: Role }) {
  const { t } = useTranslation('roles')
  const [other, setOther] = useUrlState('with')
  const nameOf = useRoleName()
  const roles = useRoles().data
  const others = roles?.filter(({ id }) => id !== role?.id) ?? []
  return (
    <Select
      allowClear
      className={styles.compare}
      aria-label={t('compare')}
      placeholder={t('compare')}
      value={(roles && other) || undefined}
      options={others.map((one) => ({ value: String(one.id), label: nameOf(one) }))}
      onChange={(value?: string) => setOther(value ?? '')}
    />
  )
}

export function useOther(): Cells | undefined {
  const [other] = useUrlState('with')
  return useRoles().data?.find(({ id }) => String(id) === other)?.cells as Cells | undefined
}
