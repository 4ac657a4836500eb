/** Imports the paths of datasets in bulk (E45). */
import { Checkbox, Input, Modal, Skeleton } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { placesOf } from '@/components/environment/places'
import { EmptyState } from '@/components/ui/EmptyState'
import { useDatasetLabel } from '../DataCard'
import { chosenOf, type DataProps } from './DataStep'
import styles from './Wizard.module.css'

export function ImportDialog({ close, ...props }: DataProps & { close: () => void }) {
  const { t } = useTranslation('wizard')
  const { content, changeDraft, datasets, locked } = props
  const label = useDatasetLabel()
  const [chosen, setChosen] = useState(content.draft.training)
  const [search, setSearch] = useState('')
  const training = datasets?.filter(({ purpose }) => purpose === 'training')
  const shown = training?.filter(({ name }) => name.toLowerCase().includes(search.trim().toLowerCase()))
  const toggle = (id: number, isOn: boolean) =>
    setChosen((old) => (isOn ? [...old, id] : old.filter((one) => one !== id)))
  const take = () => {
    changeDraft(chosenOf(props, chosen))
    close()
  }
  return (
    <Modal open title={t('paths.import')} okText={t('paths.importVerb')} onOk={take} onCancel={close}>
      <Input.Search
        autoFocus
        allowClear
        aria-label={t('paths.search')}
        placeholder={t('paths.search')}
        value={search}
        onChange={({ target }) => setSearch(target.value)}
      />
      {!training && <Skeleton active />}
      {training?.length === 0 && <EmptyState title={t('paths.noDatasets')} text={t('paths.noDatasetsText')} />}
      <ul className={styles.choose}>
        {shown?.map((dataset) => (
          <li key={dataset.id}>
            <Checkbox
              checked={chosen.includes(dataset.id)}
              disabled={locked.includes(dataset.id)}
              onChange={({ target }) => toggle(dataset.id, target.checked)}
            >
              {label(dataset)}
            </Checkbox>
            <span className={styles.about}>
              {[t('paths.count', { count: dataset.paths }), placesOf(dataset.environment), dataset.description]
                .filter(Boolean)
                .join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </Modal>
  )
}
