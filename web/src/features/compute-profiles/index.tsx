/** Compute profiles (E26): what a process may ask of its machine. */
import { PlusOutlined } from '@ant-design/icons'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { type Column, DataTable } from '@/components/ui/DataTable'
import { EmptyState } from '@/components/ui/EmptyState'
import { Bytes, Num } from '@/components/ui/Formatted'
import { PageHeader } from '@/components/ui/PageHeader'
import { pageOf } from '@/components/ui/pageOf'
import { ReasonButton } from '@/components/ui/ReasonTooltip'
import { type RowAction, RowMenu } from '@/components/ui/RowMenu'
import { useAdminTrail } from '@/components/ui/useAdminTrail'
import { useMasterDataActions } from '@/components/ui/useMasterDataActions'
import { useMasterDataReasons } from '@/components/ui/useMasterDataReasons'
import { useTableQuery } from '@/components/ui/useTableQuery'
import { useFormat } from '@/lib/format'
import { Fitting } from './Fitting'
import { ProfileDialog } from './ProfileDialog'
import { type Profile, useDeleteProfile, useMachines, useProfiles } from './queries'

export function ComputeProfilesScreen() {
  const { t } = useTranslation('compute-profiles')
  const query = useTableQuery({ sort: 'name' })
  const found = useProfiles(query)
  const { data } = found
  const [edited, setEdited] = useState<Profile | 'new'>()
  const actionsOf = useActions(setEdited)
  const create = (
    <ReasonButton
      type="primary"
      icon={<PlusOutlined aria-hidden />}
      reason={useMasterDataReasons().create}
      onClick={() => setEdited('new')}
    >
      {t('create')}
    </ReasonButton>
  )
  const isEmpty = data?.total === 0 && !query.search
  return (
    <>
      <PageHeader
        title={t('title')}
        trail={useAdminTrail()}
        subtitle={t('subtitle')}
        actions={isEmpty ? undefined : create}
      />
      <DataTable
        name={t('title')}
        columns={useColumns()}
        {...pageOf(found)}
        query={query}
        empty={<EmptyState title={t('empty.title')} text={t('empty.text')} action={create} />}
        menu={(row) => <RowMenu name={row.name} actions={actionsOf(row)} />}
      />
      {edited && <ProfileDialog profile={edited === 'new' ? undefined : edited} close={() => setEdited(undefined)} />}
    </>
  )
}

function useColumns(): Column<Profile>[] {
  const { t } = useTranslation('compute-profiles')
  const { number, bytes } = useFormat()
  const { data: machines } = useMachines()
  return [
    { key: 'name', title: t('name'), sort: 'name', fixed: true, render: ({ name }) => <bdi>{name}</bdi> },
    { key: 'kind', title: t('kind.label'), render: ({ kind }) => t(`kind.${kind}`) },
    { key: 'cores', title: t('cores'), sort: 'cores', numeric: true, render: ({ cores }) => <Num value={cores} /> },
    {
      key: 'memory',
      title: t('memory'),
      sort: 'memory',
      numeric: true,
      render: ({ memory }) => <Bytes value={memory} />,
    },
    {
      key: 'gpus',
      title: t('gpus'),
      sort: 'gpus',
      numeric: true,
      render: ({ gpus, gpu_memory }) => (gpus ? `${number(gpus)} × ${bytes(gpu_memory)}` : '–'),
    },
    {
      key: 'machines',
      title: t('machines'),
      render: (profile) => machines && <Fitting machines={machines} wanted={profile} />,
    },
  ]
}

function useActions(edit: (profile: Profile) => void): (profile: Profile) => RowAction[] {
  const { t } = useTranslation('compute-profiles')
  const remove = useDeleteProfile()
  return useMasterDataActions({
    edit: { label: t('edit'), run: edit },
    remove: {
      title: ({ name }) => t('deleteTitle', { name }),
      text: t('deleteText'),
      run: ({ id }) => remove.mutateAsync({ params: { path: { profile: id } } }),
    },
  })
}
