/** Adds a run of the project to the comparison, found by name. */
import { Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { MOST_RUNS } from '@/components/comparison/address'
import { useProjectId } from '@/lib/params'
import { useSettled } from '@/lib/useSettled'
import styles from './Comparison.module.css'
import { useCandidates } from './queries'
import { useWords } from './useWords'

interface Props {
  /** Those that are in it. */
  runs: number[]
  add: (id: number) => void
}

export function RunPicker({ runs, add }: Props) {
  const { t } = useTranslation('comparison')
  const { nameOf } = useWords()
  const [search, setSearch] = useState('')
  const { data, isFetching } = useCandidates(useProjectId(), useSettled(search))
  const isFull = runs.length >= MOST_RUNS
  const options = data?.items
    .filter(({ id }) => !runs.includes(id))
    .map((run) => ({ value: run.id, label: nameOf(run), state: run.published || run.status_label }))
  const full = t('tooMany', { most: MOST_RUNS })
  return (
    <Select<number | null, { value: number; label: string; state: string }>
      className={styles.picker}
      aria-label={t('add')}
      placeholder={isFull ? full : t('add')}
      disabled={isFull}
      value={null}
      loading={isFetching}
      options={options}
      showSearch={{ filterOption: false, onSearch: setSearch, searchValue: search }}
      notFoundContent={t('noOthers')}
      optionRender={({ data: { label, state } }) => (
        <span className={styles.option}>
          {label}
          <span className="mw-muted">{state}</span>
        </span>
      )}
      onChange={(id) => {
        setSearch('')
        if (id) add(id)
      }}
    />
  )
}
