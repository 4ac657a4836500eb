/** The first images of a data path; all of them are in the dataset's gallery. */
import { Link } from '@tanstack/react-router'
import { Modal, Skeleton } from 'antd'
import { useTranslation } from 'react-i18next'
import { EmptyState } from '@/components/ui/EmptyState'
import { ErrorBox } from '@/components/ui/ErrorBox'
import { useFormat } from '@/lib/format'
import { type OwnPath, useImages } from './queries'
import styles from './Wizard.module.css'

const SHOWN = 48

export function ImagesDialog({ projectId, path, close }: { projectId: number; path: OwnPath; close: () => void }) {
  const { t } = useTranslation('wizard')
  const { number } = useFormat()
  const { data, error } = useImages(path.datasetId, path.id, SHOWN)
  return (
    <Modal open width={720} footer={null} title={path.path} onCancel={close}>
      {error && <ErrorBox error={error} />}
      {!data && !error && <Skeleton active />}
      {data?.items.length === 0 && <EmptyState title={t('paths.noImages')} />}
      <ul className={styles.images}>
        {data?.items.map(({ id, label, path: file }) => (
          <li key={id} title={file}>
            <img src={`/api/samples/${id}/thumbnail`} alt={file} loading="lazy" />
            <span>{label}</span>
          </li>
        ))}
      </ul>
      {data && data.items.length > 0 && (
        <Link
          to={`/projects/${projectId}/datasets/${path.datasetId}` as never}
          search={{ path: String(path.id) } as never}
        >
          {t('paths.all', { number: number(data.total) })}
        </Link>
      )}
    </Modal>
  )
}
